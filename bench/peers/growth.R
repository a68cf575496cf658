# Processor time in microseconds a series of R's EpiEstim, over the series of the file that is given: name, figure.
suppressMessages(library(EpiEstim))
counts <- as.matrix(read.csv(commandArgs(TRUE)[1], header = FALSE))
timed <- function(name, judge, over) {
    invisible(suppressWarnings(suppressMessages(judge(counts[, over[1]]))))
    spent <- system.time(for (i in over) suppressWarnings(suppressMessages(judge(counts[, i]))))
    cat(name, (spent[["user.self"]] + spent[["sys.self"]]) / length(over) * 1e6, "\n")
}
start <- 2:(nrow(counts) - 6)
timed("estimate_r", function(x) estimate_R(x, method = "parametric_si", config = make_config(mean_si = 7.5, std_si = 3.4)), seq_len(ncol(counts)))
timed("cohort", function(x) wallinga_teunis(x, method = "parametric_si",
    config = list(t_start = start, t_end = start + 6, mean_si = 7.5, std_si = 3.4, n_sim = 0)), seq(1, ncol(counts), by = 12))
quasi <- function(x) for (first in 2:(length(x) - 13)) { y <- x[first:(first + 13)]; t <- seq_along(y); summary(glm(y ~ t, family = quasipoisson)) }
timed("growth", quasi, seq(1, ncol(counts), by = 12))
