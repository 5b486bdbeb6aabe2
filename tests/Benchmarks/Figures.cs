using System.Globalization;

namespace ResourceSharing.Benchmarks;

/// <summary>Figures and how they are printed.</summary>
internal static class Figures
{
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>The median, and how far the rounds lie apart.</summary>
    public static string Spread(IReadOnlyCollection<double> values, string format) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Number(Median(values), format)} ({Number(values.Min(), format)} to {Number(values.Max(), format)})");

    public static void Print(string line) => Console.WriteLine(line);

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
