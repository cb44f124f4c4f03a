namespace Concordat.Web.Features.Judging;

/// <summary>What became of a task. A skipped one was not answered: it is neither a pass nor counted.</summary>
public enum TaskState
{
    Open,
    Answered,
    Skipped,
}
