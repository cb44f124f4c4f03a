using System.Net;
using System.Net.Sockets;

namespace Concordat.Web.Access;

/// <summary>Whom attempts are counted for: an address, as far as one household or machine holds it.</summary>
internal static class Sender
{
    private const int NetworkBytes = 8;

    public static string Of(HttpContext context) => Of(context.Connection.RemoteIpAddress);

    /// <summary>The address; of one in version 6 its network, /64: whoever has one has all 2⁶⁴ in it, and could otherwise try each of them anew.</summary>
    public static string Of(IPAddress? address)
    {
        if (address is null)
            return "";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, NetworkBytes)) : address.ToString();
    }
}
