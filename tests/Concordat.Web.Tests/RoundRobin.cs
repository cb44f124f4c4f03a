using System.Net;
using System.Net.Sockets;

namespace Concordat.Web.Tests;

/// <summary>Passes bytes on; every new connection goes to the next server that is there, and its visitors make a new one for each request.</summary>
internal sealed class RoundRobin : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int[] _ports;
    private int _next = -1;

    public RoundRobin(int[] ports)
    {
        _ports = ports;
        Sent = new int[ports.Length];
        _listener.Start();
        _ = Accept();
    }

    public int[] Sent { get; }

    public Visitor NewVisitor()
    {
        var visitor = new Visitor(new Uri($"http://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}"));
        visitor.Client.DefaultRequestHeaders.ConnectionClose = true;
        return visitor;
    }

    public void Dispose() => _listener.Dispose();

    private async Task Accept()
    {
        try
        {
            while (true)
                _ = Pass(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task Pass(TcpClient from)
    {
        using (from)
        using (TcpClient? to = await Reach())
        {
            if (to is not null)
                await Task.WhenAny(from.GetStream().CopyToAsync(to.GetStream()), to.GetStream().CopyToAsync(from.GetStream()));
        }
    }

    // One that was killed is passed over.
    private async Task<TcpClient?> Reach()
    {
        for (int attempt = 0; attempt < _ports.Length; attempt++)
        {
            int server = Interlocked.Increment(ref _next) % _ports.Length;
            var to = new TcpClient();
            try
            {
                await to.ConnectAsync(IPAddress.Loopback, _ports[server]);
                Interlocked.Increment(ref Sent[server]);
                return to;
            }
            catch (SocketException)
            {
                to.Dispose();
            }
        }

        return null;
    }
}
