/* The spectral norm of an infinite matrix: the C twin of spectralnorm.py. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static double entry(long i, long j)
{
    long diagonal = i + j;
    return 1.0 / (double)(diagonal * (diagonal + 1) / 2 + i + 1);
}

static void multiply(long n, const double *vector, double *result)
{
    for (long i = 0; i < n; i++) {
        double total = 0.0;
        for (long j = 0; j < n; j++)
            total += entry(i, j) * vector[j];
        result[i] = total;
    }
}

static void multiply_transposed(long n, const double *vector, double *result)
{
    for (long i = 0; i < n; i++) {
        double total = 0.0;
        for (long j = 0; j < n; j++)
            total += entry(j, i) * vector[j];
        result[i] = total;
    }
}

static double dot(long n, const double *a, const double *b)
{
    double total = 0.0;
    for (long i = 0; i < n; i++)
        total += a[i] * b[i];
    return total;
}

static double spectral_norm(long n)
{
    double *u = malloc(n * sizeof *u);
    double *v = calloc(n, sizeof *v);
    double *scratch = calloc(n, sizeof *scratch);
    for (long i = 0; i < n; i++)
        u[i] = 1.0;
    for (int round = 0; round < 10; round++) {
        multiply(n, u, scratch);
        multiply_transposed(n, scratch, v);
        multiply(n, v, scratch);
        multiply_transposed(n, scratch, u);
    }
    double norm = sqrt(dot(n, u, v) / dot(n, v, v));
    free(u);
    free(v);
    free(scratch);
    return norm;
}

int main(int argc, char **argv)
{
    long n = argc > 1 ? atol(argv[1]) : 100;
    printf("%.9f\n", spectral_norm(n));
    return 0;
}
