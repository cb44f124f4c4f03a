using System.Text.Json;
using System.Text.Json.Serialization;
using Concordat.Web.Persistence;

namespace Concordat.Web.Features.People;

/// <summary>Writes a stored time as people read one.</summary>
internal sealed class MomentJson : JsonConverter<long>
{
    public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Moment.Of(reader.GetDateTimeOffset());

    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options) => writer.WriteStringValue(Moment.Time(value));
}
