# Writes prior_and_noise.json: mixtures with mclust's conjugate prior, or with its noise, on Old Faithful, run to
# convergence. Rscript prior_and_noise.R > prior_and_noise.json; made with mclust 6.0.0, R 4.2.2.
suppressMessages(library(mclust))
X <- as.matrix(faithful)
groups <- kmeans(X, X[c(1, 2, 50), ], iter.max = 50)$cluster
control <- emControl(tol = c(1e-14, 1e-14), itmax = c(100000, 100000))
volume <- prod(apply(X, 2, function(x) diff(range(x))))
numbers <- function(x) paste0("[", paste(sprintf("%.17g", as.vector(x)), collapse = ", "), "]")
entry <- function(kind, model, r) sprintf(
  '{"kind": "%s", "model": "%s", "log_likelihood": %.17g, "weights": %s, "means": %s, "covariances": %s}',
  kind, model, r$loglik, numbers(r$parameters$pro), numbers(r$parameters$mean),
  numbers(r$parameters$variance$sigma))
entries <- c()
for (model in c("VVV", "EEE")) {
  r <- me(data = X, modelName = model, z = unmap(groups), prior = priorControl(), control = control)
  entries <- c(entries, entry("prior", model, r))
}
for (model in c("VVV", "VVI", "VII")) {
  z <- cbind(0.95 * unmap(groups), 0.05)
  r <- me(data = X, modelName = model, z = z, Vinv = 1 / volume, control = control)
  entries <- c(entries, entry("noise", model, r))
}
cat("[\n ", paste(entries, collapse = ",\n  "), "\n]\n", sep = "")
