namespace Concordat.Laboratories;

/// <summary>How large a laboratory is run.</summary>
public enum LaboratoryScale
{
    /// <summary>The scale that its answers are about: under ten minutes on two cores.</summary>
    Full,

    /// <summary>Small enough for a test, under twenty seconds on two cores; its answers show that the laboratory works and little more.</summary>
    Test,
}
