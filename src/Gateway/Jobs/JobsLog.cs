namespace ResourceSharing.Gateway.Jobs;

/// <summary>What jobs write to the log.</summary>
internal static partial class JobsLog
{
    [LoggerMessage(EventId = 3001, Level = LogLevel.Error, Message = "Job {Job} failed; its next run goes on where it stopped")]
    public static partial void JobFault(ILogger logger, string job, Exception exception);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Error, Message = "A job met a fault at request number {Number}; its next run tries it again")]
    public static partial void RequestFault(ILogger logger, long number, Exception exception);

    [LoggerMessage(EventId = 3003, Level = LogLevel.Information, Message = "Job {Job}: {Result}")]
    public static partial void JobDone(ILogger logger, string job, string result);

    [LoggerMessage(EventId = 3004, Level = LogLevel.Warning,
        Message = "The schedule of the jobs in {File} was damaged; it was put aside as {Aside} and begins anew. No request is concerned")]
    public static partial void ScheduleDamaged(ILogger logger, string file, string aside);
}
