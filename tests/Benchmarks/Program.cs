using ResourceSharing.Benchmarks;

return args switch
{
    ["codec", .. var rest] => CodecBenchmark.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: benchmarks codec [SECONDS]");
    return 2;
}
