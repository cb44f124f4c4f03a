namespace Concordat.Scale;

/// <summary>Who asks. Travels in headers, never in an address or a message.</summary>
public sealed record ClusterCredentials(string User, string Password)
{
    /// <summary>The server's own default user without a password.</summary>
    public static ClusterCredentials Default { get; } = new("", "");

    public override string ToString() => User.Length == 0 ? "the default user" : $"user '{User}'";
}
