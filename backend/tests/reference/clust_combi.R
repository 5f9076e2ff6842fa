# Merge trees of mclust's clustCombi (Baudry et al. 2010) for mixtures that mclust fits, written as JSON.
#
#   Rscript clust_combi.R ../../gmm/io/examples/data > clust_combi.json
#
# Made with R 4.2.2 and mclust 6.0.0. For each mixture: its parameters; for K' = 1..K the entropy, and the
# components of each cluster; the number of clusters at the bend of two lines; the label of each row for the
# K' at the bend.
suppressMessages(library(mclust))

folder <- commandArgs(trailingOnly = TRUE)[1]
number <- function(x) formatC(x, digits = 17, format = "g")
list_of <- function(x) paste0("[", paste(x, collapse = ", "), "]")
vector <- function(x) list_of(number(as.numeric(x)))
matrix_rows <- function(m) list_of(apply(m, 1, vector))

tree <- function(file, columns, model, G) {
  X <- as.matrix(read.csv(file.path(folder, paste0(file, ".csv")))[, columns])
  fit <- Mclust(X, G = G, modelNames = model, verbose = FALSE, control = emControl(tol = c(1e-12, 1e-12)))
  found <- clustCombi(fit)
  entropies <- sapply(1:G, function(K) {
    z <- fit$z
    for (step in G:K) z <- z %*% t(found$combiM[[step]])
    t <- z[z > 0]
    -sum(t * log(t))
  })
  clusters <- sapply(1:G, function(K) {
    M <- diag(G)
    for (step in G:K) M <- found$combiM[[step]] %*% M
    list_of(apply(M, 1, function(row) list_of(which(row > 0) - 1)))
  })
  elbow <- clustCombiOptim(found, reg = 2)$numClusters.combi
  sigma <- fit$parameters$variance$sigma
  covariances <- list_of(sapply(1:G, function(k) matrix_rows(sigma[, , k])))
  sprintf(
    paste0(
      '{"data": "%s", "columns": %d, "model": "%s", "weights": %s,\n "means": %s,\n "covariances": %s,\n',
      ' "entropies": %s,\n "clusters": %s,\n "elbow": %d,\n "labels": %s}'
    ),
    file, length(columns), model, vector(fit$parameters$pro), matrix_rows(t(fit$parameters$mean)), covariances,
    vector(entropies), list_of(clusters), elbow, list_of(found$classification[[elbow]])
  )
}

cat(list_of(c(
  tree("old-faithful", 1:2, "VVV", 4),
  tree("iris", 1:4, "VVV", 5),
  tree("diabetes", 1:3, "VVV", 6)
)), "\n")
