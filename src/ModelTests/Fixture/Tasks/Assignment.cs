namespace ModelTests;

/// <summary>The cheapest way to give each row a column of its own.</summary>
internal static class Assignment
{
    /// <summary>
    /// The Hungarian method with shortest augmenting paths, O(rows² · columns) (Jonker and Volgenant, A shortest augmenting path algorithm
    /// for dense and sparse linear assignment problems, Computing 38, 1987).
    /// </summary>
    /// <param name="cost">[rows, columns], finite, at least as many columns as rows.</param>
    /// <returns>The column of each row.</returns>
    public static int[] Cheapest(double[,] cost)
    {
        var (rows, columns) = (cost.GetLength(0), cost.GetLength(1));
        // Prices keep cost - rowPrice - columnPrice at 0 or above, and at 0 for each pair that is assigned. Column "columns" stands for the start.
        var (rowPrice, columnPrice) = (new double[rows], new double[columns + 1]);
        var rowOf = new int[columns + 1];
        Array.Fill(rowOf, -1);
        for (var row = 0; row < rows; row++)
        {
            rowOf[columns] = row;
            var (slack, cameFrom, reached) = (new double[columns], new int[columns], new bool[columns + 1]);
            Array.Fill(slack, double.PositiveInfinity);
            var current = columns;
            while (rowOf[current] >= 0)
            {
                reached[current] = true;
                var (from, nearest) = (rowOf[current], -1);
                for (var column = 0; column < columns; column++)
                {
                    if (reached[column])
                        continue;
                    var reduced = cost[from, column] - rowPrice[from] - columnPrice[column];
                    if (reduced < slack[column])
                        (slack[column], cameFrom[column]) = (reduced, current);
                    if (nearest < 0 || slack[column] < slack[nearest])
                        nearest = column;
                }
                var step = slack[nearest];
                for (var column = 0; column <= columns; column++)
                {
                    if (reached[column])
                    {
                        rowPrice[rowOf[column]] += step;
                        columnPrice[column] -= step;
                    }
                    else
                    {
                        slack[column] -= step;
                    }
                }
                current = nearest;
            }
            for (; current != columns; current = cameFrom[current])
                rowOf[current] = rowOf[cameFrom[current]];
        }
        var columnOf = new int[rows];
        for (var column = 0; column < columns; column++)
        {
            if (rowOf[column] >= 0)
                columnOf[rowOf[column]] = column;
        }
        return columnOf;
    }
}
