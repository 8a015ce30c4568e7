using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class CovarianceRootTests
{
    [Fact]
    public void The_root_times_its_transpose_is_the_covariance()
    {
        using var scope = NewDisposeScope();
        var covariance = tensor(new double[,] { { 2, 0.5, 0 }, { 0.5, 1, -0.3 }, { 0, -0.3, 4 } });
        var root = CovarianceRoot.Of(covariance, 3);

        Assert.True(allclose(root.matmul(root.t()), covariance));
    }

    [Fact]
    public void A_covariance_in_single_precision_is_taken()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(float64, CovarianceRoot.Of(eye(2, dtype: float32), 2).dtype);
    }

    public static TheoryData<double[,], string> Illegal => new()
    {
        { new double[,] { { 1, 0 }, { 0, 1 } }, "shape [2, 2]; it must be [3, 3]" },
        { new double[,] { { 1, 0, 0 }, { 0, 1, 0 } }, "shape [2, 3]; it must be [3, 3]" },
        { new double[,] { { 1, 0.5, 0 }, { 0, 1, 0 }, { 0, 0, 1 } }, "differs from its transpose by up to 0.5" },
        { new double[,] { { 1, 2, 0 }, { 2, 1, 0 }, { 0, 0, 1 } }, "smallest eigenvalue of -1" },
        { new double[,] { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 0 } }, "smallest eigenvalue of 0" },
        { new double[,] { { 1, 0, 0 }, { 0, double.NaN, 0 }, { 0, 0, 1 } }, "NaN or infinite" },
        { new double[,] { { 1, 0, 0 }, { 0, double.PositiveInfinity, 0 }, { 0, 0, 1 } }, "NaN or infinite" },
    };

    [Theory]
    [MemberData(nameof(Illegal))]
    public void What_is_no_covariance_of_three_features_is_refused(double[,] matrix, string message)
    {
        using var scope = NewDisposeScope();
        var exception = Assert.Throws<ArgumentException>("covariance", () => CovarianceRoot.Of(tensor(matrix), 3));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }
}
