namespace Concordat.Web.Features.Describing;

/// <summary>What people are asked to consent to, each by itself.</summary>
public enum Consent
{
    TakePart,
    KeepContributions,
}
