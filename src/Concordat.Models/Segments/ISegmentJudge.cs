namespace Concordat.Models.Segments;

/// <summary>Answers the questions of the pipeline: a model, a person or a script.</summary>
public interface ISegmentJudge
{
    /// <summary>Answers, or says that the answer is yet to come.</summary>
    Task<JudgeAnswer> AskAsync(JudgeQuestion question, CancellationToken cancellationToken);
}
