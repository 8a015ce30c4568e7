using Xunit;

namespace ModelTests.Tests;

public class AssignmentTests
{
    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 1)]
    [InlineData(2, 5)]
    [InlineData(4, 4)]
    [InlineData(5, 6)]
    public void It_is_as_cheap_as_the_best_of_all_assignments(int rows, int columns)
    {
        var random = new Random(3);
        for (var trial = 0; trial < 200; trial++)
        {
            var cost = new double[rows, columns];
            for (var row = 0; row < rows; row++)
            {
                // Rounded, so that ties occur; negative costs, too.
                for (var column = 0; column < columns; column++)
                    cost[row, column] = Math.Round(random.NextDouble() * 8) - 4;
            }
            var chosen = Assignment.Cheapest(cost);

            Assert.Equal(rows, chosen.Distinct().Count());
            Assert.Equal(Cheapest(cost, 0, []), chosen.Select((column, row) => cost[row, column]).Sum(), 1e-9);
        }
    }

    [Fact]
    public void The_nearest_first_is_not_always_the_best() =>
        Assert.Equal([1, 0], Assignment.Cheapest(new double[,] { { 1, 2 }, { 2, 10 } }));

    private static double Cheapest(double[,] cost, int row, HashSet<int> taken) => row == cost.GetLength(0)
        ? 0
        : Enumerable.Range(0, cost.GetLength(1)).Where(column => !taken.Contains(column)).Min(column => cost[row, column] + Cheapest(cost, row + 1, [.. taken, column]));
}
