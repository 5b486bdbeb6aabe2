using ResourceSharing.Benchmarks;

if (args is [NcipAnswerer.Verb])
    return await NcipAnswerer.RunAsync();
Machine.Print();
return args switch
{
    ["all"] => await AllAsync(),
    ["codec", .. var rest] => CodecBenchmark.Run(rest),
    ["start"] => await StartBenchmark.RunAsync(),
    ["intake"] => await IntakeBenchmark.RunAsync(),
    ["load", .. var rest] => await IntakeBenchmark.LoadAsync(rest),
    ["ncip", .. var rest] => await NcipBenchmark.RunAsync(rest),
    ["jobs", .. var rest] => await JobBenchmark.RunAsync(rest),
    ["growth", .. var rest] => await GrowthBenchmark.RunAsync(rest),
    _ => Usage(),
};

static async Task<int> AllAsync() =>
    CodecBenchmark.Run([]) + await StartBenchmark.RunAsync() + await IntakeBenchmark.RunAsync()
    + await GrowthBenchmark.RunAsync([]) + await JobBenchmark.RunAsync([]) + await NcipBenchmark.RunAsync([]);

static int Usage()
{
    Console.Error.WriteLine("usage: benchmarks all | codec [SECONDS] | start | intake | growth [STORED ...] | jobs [STORED ...] | load [ROUNDS]"
        + " | ncip [ROUNDS]");
    return 2;
}
