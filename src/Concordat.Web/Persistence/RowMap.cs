using System.Reflection;
using Dapper;

namespace Concordat.Web.Persistence;

/// <summary>Fills a record's constructor by the names of the columns, in their order.</summary>
/// <remarks>
/// Dapper's own map also asks for equal types, and SQLite knows no type for an expression before it has a value: a count over no rows would find no constructor.
/// </remarks>
internal sealed class RowMap(Type type) : SqlMapper.ITypeMap
{
    private readonly DefaultTypeMap _usual = new(type);

    public ConstructorInfo? FindConstructor(string[] names, Type[] types)
    {
        string[] wanted = [.. names.Select(Plain)];
        return Array.Find(type.GetConstructors(), constructor => constructor.GetParameters() is { Length: > 0 } parameters && wanted.SequenceEqual(parameters.Select(parameter => Plain(parameter.Name!)), StringComparer.Ordinal))
            ?? _usual.FindConstructor(names, types);
    }

    public ConstructorInfo? FindExplicitConstructor() => _usual.FindExplicitConstructor();

    public SqlMapper.IMemberMap? GetConstructorParameter(ConstructorInfo constructor, string columnName) => _usual.GetConstructorParameter(constructor, columnName);

    public SqlMapper.IMemberMap? GetMember(string columnName) => _usual.GetMember(columnName);

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
}
