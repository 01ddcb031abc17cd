using System.Buffers;
using System.Text;
using ChatPy.Transport.Plain;

namespace ChatPy.Tests.Unit.Plain;

public sealed class HttpRequestTests
{
    [Theory]
    [InlineData("GET / HTTP/1.1")]
    [InlineData("POST /form?a=b HTTP/1.0\r")]
    [InlineData("OPTIONS * HTTP/1.1")]
    [InlineData("PRI * HTTP/2.0")]
    [InlineData("PROPFIND /dav/ HTTP/1.1")]
    [InlineData("patch / HTTP/1.1")]
    [InlineData("GET http://192.168.1.20:4242/x HTTP/1.1")]
    [InlineData("CONNECT example.org:443 HTTP/1.1")]
    [InlineData("GET /")]
    [InlineData("HEAD /index.html\r")]
    [InlineData("Host: 192.168.1.20:4242")]
    [InlineData("host:x")]
    public void IsRequestLine_Request_IsOne(string line) => Assert.True(HttpRequest.IsRequestLine(line));

    [Theory]
    [InlineData("GET UP!")]
    [InlineData("get up")]
    [InlineData("GET")]
    [InlineData("GET /etc/hosts please")]
    [InlineData("PUT it on the table")]
    [InlineData("I like HTTP/2")]
    [InlineData("POST HTTP/1.1")]
    [InlineData("see http://example.org HTTP")]
    [InlineData("say GET / HTTP/1.1")]
    [InlineData("/help")]
    [InlineData("The Host: me")]
    [InlineData("")]
    public void IsRequestLine_Message_IsNone(string line) => Assert.False(HttpRequest.IsRequestLine(line));

    [Theory]
    [InlineData("GET ", nameof(HttpVerdict.Maybe))]
    [InlineData("POST /some/wh", nameof(HttpVerdict.Maybe))]
    [InlineData("GET /", nameof(HttpVerdict.Maybe))]
    [InlineData("GET / HT", nameof(HttpVerdict.Maybe))]
    [InlineData("PRI * ", nameof(HttpVerdict.Maybe))]
    [InlineData("GET / HTTP/1.1", nameof(HttpVerdict.Yes))]
    [InlineData("GET /\r\n", nameof(HttpVerdict.Yes))]
    [InlineData("\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n", nameof(HttpVerdict.Yes))]
    [InlineData("GET UP", nameof(HttpVerdict.No))]
    [InlineData("GET", nameof(HttpVerdict.No))]
    [InlineData("GET / up", nameof(HttpVerdict.No))]
    [InlineData("salut\nGET / HTTP/1.1\n", nameof(HttpVerdict.No))]
    [InlineData("", nameof(HttpVerdict.No))]
    public void Inspect_FirstBytes_JudgesWhatIsThere(string start, string verdict) =>
        Assert.Equal(verdict, HttpRequest.Inspect(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(start))).ToString());

    [Fact]
    public void Inspect_RequestCutAtEveryByte_IsNeverSafeOnceTheMethodIsWhole()
    {
        byte[] request = "POST /x HTTP/1.1\r\n"u8.ToArray();
        for (int length = "POST ".Length; length <= request.Length; length++)
        {
            Assert.NotEqual(HttpVerdict.No, HttpRequest.Inspect(new ReadOnlySequence<byte>(request[..length])));
        }
    }
}
