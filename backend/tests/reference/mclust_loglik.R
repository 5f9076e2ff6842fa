# The log-likelihoods that mclust reaches, run to the last digit: Rscript tests/reference/mclust_loglik.R [CSV...]
# in backend/ prints mclust_loglik.csv, or the same for other tables of numbers. Made with mclust 6.0.0.
suppressMessages(library(mclust))
tables <- commandArgs(trailingOnly = TRUE)
if (length(tables) == 0) {
  examples <- "gmm/io/examples/data"
  tables <- c(
    faithful = file.path(examples, "old-faithful.csv"), iris = file.path(examples, "iris.csv"),
    diabetes = file.path(examples, "diabetes.csv"), acidity = "benchmarks/data/acidity.csv",
    galaxies = file.path(examples, "galaxies.csv")
  )
} else {
  names(tables) <- sub("\\.csv$", "", basename(tables))
}
to_the_end <- emControl(tol = c(1e-12, 1e-12), itmax = c(100000, 100000))
cat("data,model,G,df,loglik\n")
for (name in names(tables)) {
  samples <- Filter(is.numeric, read.csv(tables[[name]]))
  models <- if (ncol(samples) == 1) c("E", "V") else mclust.options("emModelNames")
  for (model in models) for (G in 1:6) {
    fit <- Mclust(samples, G = G, modelNames = model, control = to_the_end, verbose = FALSE)
    if (is.null(fit) || is.na(fit$loglik)) next
    cat(sprintf("%s,%s,%d,%d,%.15g\n", name, model, G, as.integer(fit$df), fit$loglik))
  }
}
