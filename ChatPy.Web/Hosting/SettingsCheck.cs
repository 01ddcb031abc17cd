using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using ChatPy.Transport;
using Microsoft.Extensions.Options;

namespace ChatPy.Web.Hosting;

/// <summary>
/// Finds everything wrong in the settings, so that one start names it all. Reading them as options would stop at the first value of the
/// wrong type and pass over a misspelled name.
/// </summary>
internal sealed class SettingsCheck
{
    private readonly List<string> _wrong;

    /// <summary>Looks at the section of ChatPy and at the page's addresses, before anything reads them.</summary>
    public SettingsCheck(string[] args, IConfiguration configuration, params IReadOnlyList<Type> optionTypes)
    {
        List<PropertyInfo> known = [.. optionTypes.SelectMany(static type => type.GetProperties())];
        _wrong = [.. PageUrls.FindWrong(configuration), .. FindWithoutSection(args, known)];

        foreach (IConfigurationSection given in configuration.GetSection(TransportOptions.Section).GetChildren())
        {
            PropertyInfo? property = known.Find(each => given.Key.Equals(each.Name, StringComparison.OrdinalIgnoreCase));
            if (property is null)
            {
                _wrong.Add($"{given.Path} is not a setting. {Suggest(given.Key, known)}");
            }
            else if (WhyNot(given, property) is { } reason)
            {
                _wrong.Add(reason);
                // So that the checks of the parts go on with the rest: the process does not start anyway.
                given.Value = Convert.ToString(DefaultOf(property), CultureInfo.InvariantCulture);
            }
        }
    }

    /// <summary>Adds what the parts themselves find wrong.</summary>
    /// <exception cref="StartException">Something is; the message names all of it.</exception>
    public void ThrowIfWrong(IServiceProvider services)
    {
        try
        {
            services.GetService<IStartupValidator>()?.Validate();
        }
        catch (OptionsValidationException wrong)
        {
            _wrong.AddRange(wrong.Failures);
        }
        catch (AggregateException several) when (several.InnerExceptions.All(static each => each is OptionsValidationException))
        {
            _wrong.AddRange(several.InnerExceptions.Cast<OptionsValidationException>().SelectMany(static each => each.Failures));
        }

        if (_wrong.Count > 0) { throw new StartException(Describe(_wrong)); }
    }

    public static string Describe(IReadOnlyCollection<string> wrong) =>
        string.Join("\n  - ", [wrong.Count == 1 ? "A setting is wrong:" : $"{wrong.Count} settings are wrong:", .. wrong.Distinct()]);

    // "--port 4243" would be taken for a setting of something else and passed over.
    private static IEnumerable<string> FindWithoutSection(string[] args, List<PropertyInfo> known) =>
        from arg in args
        let name = arg.Split('=')[0]
        let property = known.Find(each => name.Equals("--" + each.Name, StringComparison.OrdinalIgnoreCase))
        where property is not null
        select $"{name} is not a setting. Did you mean --{TransportOptions.Section}:{property.Name}?";

    private static string? WhyNot(IConfigurationSection given, PropertyInfo property)
    {
        if (given.GetChildren().Any()) { return $"{given.Path} takes one value."; }
        if (given.Value is null) { return null; }

        object? value;
        try
        {
            value = TypeDescriptor.GetConverter(property.PropertyType).ConvertFromInvariantString(given.Value);
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or FormatException or NotSupportedException)
        {
            return $"{given.Path}: '{given.Value}' is not {NameOf(property.PropertyType)}.";
        }

        return property.GetCustomAttributes<ValidationAttribute>().FirstOrDefault(rule => !rule.IsValid(value))?.FormatErrorMessage(given.Path);
    }

    private static string NameOf(Type type) =>
        type == typeof(int) ? "a whole number"
        : type == typeof(TimeSpan) ? "a time like 00:00:05"
        : type == typeof(bool) ? "true or false"
        : $"of the type {type.Name}";

    private static object? DefaultOf(PropertyInfo property) => property.GetValue(Activator.CreateInstance(property.DeclaringType!));

    private static string Suggest(string typed, IEnumerable<PropertyInfo> known)
    {
        (string name, int distance) = known.Select(each => (each.Name, Distance(typed, each.Name))).MinBy(static each => each.Item2);
        return distance <= 3
            ? $"Did you mean {TransportOptions.Section}:{name}?"
            : "README.md lists the settings.";
    }

    // How many letters must be put in, taken out or changed to make one of the other (Levenshtein).
    private static int Distance(string one, string other)
    {
        int[] row = [.. Enumerable.Range(0, other.Length + 1)];
        for (int i = 0; i < one.Length; i++)
        {
            int diagonal = row[0]++;
            for (int j = 0; j < other.Length; j++)
            {
                bool isSame = char.ToUpperInvariant(one[i]) == char.ToUpperInvariant(other[j]);
                (diagonal, row[j + 1]) = (row[j + 1], Math.Min(Math.Min(row[j], row[j + 1]) + 1, diagonal + (isSame ? 0 : 1)));
            }
        }

        return row[^1];
    }
}
