namespace Concordat.Web.Features.Desk;

public enum JobState
{
    Waiting,
    Running,
    Done,
    Failed,
}
