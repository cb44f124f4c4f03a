namespace Concordat.Web.Features.Judging;

/// <summary>What someone answered. Passing and having no opinion are answers, and not the same one.</summary>
public enum AnswerKind
{
    Value,

    /// <summary>"I would rather not judge this."</summary>
    Pass,

    /// <summary>"I have looked and hold no opinion."</summary>
    NoOpinion,
}
