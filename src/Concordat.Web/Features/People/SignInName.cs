using Concordat.Web.Frame;

namespace Concordat.Web.Features.People;

/// <summary>What a sign-in name and a password have to be.</summary>
internal static class SignInName
{
    public const int ShortestPassword = 12;

    private const int LongestPassword = 200;

    private const int LongestName = 80;

    public static string Read(Form form, string field = "name")
    {
        string name = form.Text(field, "The sign-in name", LongestName, 3);
        if (name.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter) || letter is '<' or '>' or '"'))
            form.Fault(field, "A sign-in name has no spaces, quotes or angle brackets.");
        return name;
    }

    public static string ReadNewPassword(Form form, string field = "password")
    {
        string password = form.Secret(field);
        if (password.Length is < ShortestPassword or > LongestPassword)
            form.Fault(field, $"A password has {ShortestPassword} to {LongestPassword} characters. Several words are easier to remember than signs.");
        return password;
    }
}
