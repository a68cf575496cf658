# Processor time in microseconds a series of R's surveillance, over the series of the file that is given: name, figure.
suppressMessages(library(surveillance))
counts <- as.matrix(read.csv(commandArgs(TRUE)[1], header = FALSE))
weeks <- nrow(counts)
after <- 105:weeks
disease <- lapply(seq_len(ncol(counts)), function(i)
    create.disProg(week = 1:weeks, observed = counts[, i], state = rep(0, weeks), freq = 52))
series <- lapply(seq_len(ncol(counts)), function(i) sts(counts[, i], frequency = 52, start = c(2010, 1)))
mean10 <- rep(10, length(after))
timed <- function(name, judge, over) {
    invisible(judge(over[[1]]))
    spent <- system.time(for (one in over) judge(one))
    cat(name, (spent[["user.self"]] + spent[["sys.self"]]) / length(over) * 1e6, "\n")
}
timed("ears_c1", function(x) earsC(x, list(method = "C1")), series)
timed("ears_c3", function(x) earsC(x, list(method = "C3", minSigma = 0.5)), series)
timed("cusum_rossi", function(x) algo.cusum(x, list(range = after, m = 10)), disease)
timed("cusum_seasonal", function(x) algo.cusum(x, list(range = after, m = "glm")), disease)
timed("rki3", function(x) algo.rki3(x, list(range = 109:weeks)), disease)
timed("bayes3", function(x) algo.bayes3(x, list(range = 109:weeks, alpha = 0.05)), disease)
timed("glr_poisson", function(x) algo.glrnb(x, list(range = after, mu0 = mean10, alpha = 0, M = 20, ret = "value")), disease)
timed("glr_negative_binomial", function(x) algo.glrnb(x, list(range = after, mu0 = mean10, alpha = 0.2, M = 20, ret = "value")), disease)
# Farrington's methods over the last 20 time points: a third of the series, as one takes R a fifth of a second.
some <- seq(1, ncol(counts), by = 3)
last20 <- function(n) (n - 19):n
noufaily <- function(n, past) list(range = last20(n), noPeriods = 10, b = 5, w = 3, reweight = TRUE, weightsThreshold = 2.58,
    pastWeeksNotIncluded = past, pThresholdTrend = 1, thresholdMethod = "nbPlugin", alpha = 0.05)
timed("flexible_noufaily", function(x) farringtonFlexible(x, noufaily(weeks, 26)), series[some])
timed("flexible_default", function(x) farringtonFlexible(x, list(range = last20(weeks), b = 5, w = 3, alpha = 0.05)), series[some])
timed("farrington_classic", function(x) algo.farrington(x, list(range = last20(weeks), b = 5, w = 3, alpha = 0.05)), disease[some])
daily <- lapply(some[1:5], function(i) sts(rep(counts[, i], 4), frequency = 365, start = c(2010, 1)))
timed("flexible_noufaily_daily", function(x) farringtonFlexible(x, noufaily(4 * weeks, 182)), daily)
