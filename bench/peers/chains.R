# Median processor time in milliseconds of R's fit of offspring counts with profile intervals: name, figure.
suppressMessages(library(MASS))
counts <- scan(commandArgs(TRUE)[1], quiet = TRUE)
fit <- function() {
    one <- suppressWarnings(fitdistr(counts, "negative binomial"))
    k <- one$estimate[["size"]]
    mean <- mean(counts)
    likelihood <- function(k, mu) sum(dnbinom(counts, size = k, mu = mu, log = TRUE))
    least <- likelihood(k, mean) - qchisq(0.95, 1) / 2
    above <- function(k) likelihood(k, mean) - least
    profile <- function(mu) optimize(function(u) likelihood(exp(u), mu), c(-10, 10), maximum = TRUE)$objective - least
    c(uniroot(above, c(k / 10, k))$root, uniroot(above, c(k, k * 10))$root,
      uniroot(profile, c(mean / 5, mean))$root, uniroot(profile, c(mean, mean * 5))$root)
}
times <- replicate(5, sum(system.time(fit())[c("user.self", "sys.self")]))
cat("offspring/10000", median(times) * 1000, "\n")
