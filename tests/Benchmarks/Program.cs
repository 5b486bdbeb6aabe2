using ResourceSharing.Benchmarks;

Machine.Print();
return args switch
{
    ["all"] => await AllAsync(),
    ["codec", .. var rest] => CodecBenchmark.Run(rest),
    ["start"] => await StartBenchmark.RunAsync(),
    ["intake"] => await IntakeBenchmark.RunAsync(),
    ["load", .. var rest] => await IntakeBenchmark.LoadAsync(rest),
    ["jobs", .. var rest] => await JobBenchmark.RunAsync(rest),
    ["growth", .. var rest] => await GrowthBenchmark.RunAsync(rest),
    _ => Usage(),
};

static async Task<int> AllAsync() =>
    CodecBenchmark.Run([]) + await StartBenchmark.RunAsync() + await IntakeBenchmark.RunAsync()
    + await GrowthBenchmark.RunAsync([]) + await JobBenchmark.RunAsync([]);

static int Usage()
{
    Console.Error.WriteLine("usage: benchmarks all | codec [SECONDS] | start | intake | growth [STORED ...] | jobs [STORED ...] | load [ROUNDS]");
    return 2;
}
