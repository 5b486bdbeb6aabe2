using ResourceSharing.Tests.EndToEnd.RapidPod;
using ResourceSharing.Tests.Network;

namespace ResourceSharing.Tests.Interop.Rapid;

/// <summary>Python's zeep, unmodified, as two members of a pod of the real program: it knows nothing but our WSDL.</summary>
[Collection(ProcessCollection.Name)]
public sealed class ZeepTests(PodGateway pod) : IClassFixture<PodGateway>
{
    [Fact]
    public async Task Zeep_reads_our_wsdl_and_goes_through_a_request_in_both_versions_of_SOAP()
    {
        var python = await PythonAsync();
        var script = Path.Combine(Repository.Root, "tests", "Interop", "Rapid", "zeep_member.py");
        var run = await OtherProgram.RunAsync(pod.Folder.Root, python, script, pod.Process.Url);
        Assert.True(run.ExitCode == 0, $"{run.Output}\n{run.Error}");
        Assert.Equal(2, run.Output.Split('\n').Count(line => line.StartsWith("fault ", StringComparison.Ordinal)));
        Assert.Equal(2, run.Output.Split('\n').Count(line => line.StartsWith("done ", StringComparison.Ordinal)));
    }

    /// <summary>The Python that has zeep: the system's own, or the first of the path.</summary>
    private async Task<string> PythonAsync()
    {
        foreach (var python in new[] { "/usr/bin/python3", "python3" })
        {
            if ((!Path.IsPathRooted(python) || File.Exists(python))
                && (await OtherProgram.RunAsync(pod.Folder.Root, python, "-c", "import zeep")).ExitCode == 0)
            {
                return python;
            }
        }

        Assert.Skip("python3-zeep is not installed");
        return "";
    }
}
