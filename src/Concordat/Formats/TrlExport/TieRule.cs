namespace Concordat.Formats.TrlExport;

/// <summary>What becomes of a tie, which no type of TRL can hold.</summary>
public enum TieRule
{
    /// <summary>It is left out and counted.</summary>
    LeaveOut,

    /// <summary>Both orders are written, each with half the weight; that needs a sidecar.</summary>
    BothOrders,
}
