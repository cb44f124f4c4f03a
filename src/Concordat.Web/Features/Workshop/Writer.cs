namespace Concordat.Web.Features.Workshop;

/// <summary>Who wrote a draft. What a model wrote is marked and cannot be voted on; a person may take it up as their own.</summary>
public enum Writer
{
    Person,
    Model,
}
