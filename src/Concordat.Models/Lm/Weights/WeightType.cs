namespace Concordat.Models.Lm.Weights;

/// <summary>How the numbers of a file of weights are stored; they are computed with in single precision whatever it is.</summary>
public enum WeightType
{
    /// <summary>Single precision.</summary>
    F32,

    /// <summary>IEEE half precision: eleven significant bits, up to 65,504.</summary>
    F16,

    /// <summary>The upper half of single precision: eight significant bits, its whole range.</summary>
    BF16,
}
