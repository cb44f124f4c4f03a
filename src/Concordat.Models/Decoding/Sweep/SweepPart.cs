namespace Concordat.Models.Decoding.Sweep;

/// <summary>What a question is asked for.</summary>
public enum SweepPart
{
    /// <summary>What tuning is to bring.</summary>
    Target,

    /// <summary>What the base knows and is to keep.</summary>
    Knowledge,
}
