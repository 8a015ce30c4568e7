using static TorchSharp.torch;

namespace ModelTests;

/// <summary>
/// The mean over the classes of the area under the precision-recall curve. Each prediction counts for its likeliest class, the surest first;
/// it is right when it overlaps an object of this class that none before it has found, the best one of these (COCO's rule).
/// </summary>
internal static class MeanAveragePrecision
{
    /// <param name="scores">The probability of each class, without "no object", [N, M, classes].</param>
    /// <param name="overlaps">The IoU of each prediction with each object, [N, M, T].</param>
    /// <param name="labels">[N, T], below 0 where there is no object.</param>
    /// <param name="least">The IoU from which on an object counts as found.</param>
    /// <returns>In [0, 1]; classes without an object are left out, and NaN says that there is none at all.</returns>
    public static double Of(Tensor scores, Tensor overlaps, Tensor labels, double least)
    {
        using var scope = NewDisposeScope();
        var (values, indices) = scores.detach().max(2);
        var score = values.to(float64).cpu().contiguous().data<double>().ToArray();
        var label = indices.cpu().contiguous().data<long>().ToArray();
        var overlap = overlaps.detach().to(float64).cpu().contiguous().data<double>().ToArray();
        var wanted = labels.cpu().contiguous().data<long>().ToArray();
        var (predictions, objects) = ((int)overlaps.shape[1], (int)overlaps.shape[2]);

        return wanted.Where(one => one >= 0).Distinct().Select(OfClass).DefaultIfEmpty(double.NaN).Average();

        double OfClass(long one)
        {
            var found = new bool[wanted.Length];
            var right = Enumerable.Range(0, score.Length).Where(prediction => label[prediction] == one)
                .OrderByDescending(prediction => score[prediction]).Select(IsRight).ToList();
            return AveragePrecision(right, wanted.Count(other => other == one));

            bool IsRight(int prediction)
            {
                var first = prediction / predictions * objects;
                var best = Enumerable.Range(0, objects)
                    .Where(i => wanted[first + i] == one && !found[first + i] && overlap[(prediction * objects) + i] >= least)
                    .OrderByDescending(i => overlap[(prediction * objects) + i]).DefaultIfEmpty(-1).First();
                if (best >= 0)
                    found[first + best] = true;
                return best >= 0;
            }
        }
    }

    /// <summary>
    /// The area under the precision as a function of recall, the precision at a recall being the best one at this recall or a greater one
    /// (all-point interpolation, as PASCAL VOC has it since 2010).
    /// </summary>
    /// <param name="right">Whether each prediction is right, the surest first.</param>
    /// <param name="objects">How many objects there are to find, at least 1.</param>
    internal static double AveragePrecision(IReadOnlyList<bool> right, int objects)
    {
        var (area, best, found) = (0.0, 0.0, right.Count(one => one));
        for (var i = right.Count - 1; i >= 0; i--)
        {
            best = Math.Max(best, found / (i + 1.0));
            if (!right[i])
                continue;
            area += best / objects;
            found--;
        }
        return area;
    }
}
