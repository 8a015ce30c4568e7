using static TorchSharp.torch;

namespace ModelTests;

/// <summary>
/// The stationary process x(t) = a x(t - 1) + b x(t - 2) + ε(t), ε ~ N(0, noise²), with a = 2 r cos(2π / period), b = -r²: a wave of that period whose phase and height drift.
/// Formulas: Box, Jenkins, Reinsel and Ljung, Time Series Analysis, 2015, sections 3.2 and 5.1.
/// </summary>
/// <param name="Period">Steps per wave.</param>
/// <param name="Persistence">r, the share of the wave's height that is left after a step.</param>
/// <param name="Noise">The standard deviation of ε.</param>
internal sealed record AutoregressiveProcess(double Period, double Persistence, double Noise)
{
    private double First => 2 * Persistence * Math.Cos(2 * Math.PI / Period);

    private double Second => -Persistence * Persistence;

    /// <summary>The correlation of neighbouring values.</summary>
    private double Correlation => First / (1 - Second);

    /// <summary>The variance of a value.</summary>
    public double Variance => Noise * Noise * (1 - Second) / ((1 + Second) * (((1 - Second) * (1 - Second)) - (First * First)));

    /// <summary>Independent series from the stationary process, [samples, length, series].</summary>
    public Tensor Draw(Drawing draw, long samples, int length, long series)
    {
        var values = new List<Tensor> { draw.Normal(samples, series) * Math.Sqrt(Variance) };
        values.Add((values[0] * Correlation) + (draw.Normal(samples, series) * Math.Sqrt(Variance * (1 - (Correlation * Correlation)))));
        while (values.Count < length)
            values.Add((values[^1] * First) + (values[^2] * Second) + (draw.Normal(samples, series) * Noise));
        return stack(values, 1);
    }

    /// <summary>The mean squared error of the best forecast, the mean over 1 to <paramref name="horizon"/> steps ahead: that of j steps is noise² (ψ₀² + … + ψⱼ₋₁²).</summary>
    public double ForecastError(int horizon)
    {
        var (before, psi, single, total) = (0.0, 1.0, 0.0, 0.0);
        for (var step = 0; step < horizon; step++)
        {
            single += psi * psi;
            total += single;
            (before, psi) = (psi, (First * psi) + (Second * before));
        }
        return Noise * Noise * total / horizon;
    }
}
