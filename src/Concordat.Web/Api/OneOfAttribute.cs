namespace Concordat.Web.Api;

/// <inheritdoc/>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OneOfAttribute<T>() : WordsAttribute(typeof(T)) where T : struct, Enum;
