namespace ModelTests;

/// <summary>Something that is recorded at most once, when first asked for. A recording that fails fails the same way every time.</summary>
internal sealed class Recorded<T>(Func<T> record)
    where T : class
{
    private T? value;
    private FixtureException? problem;

    public T Value
    {
        get
        {
            if (problem is not null)
                throw problem;
            try
            {
                return value ??= record();
            }
            catch (FixtureException exception)
            {
                problem = exception;
                throw;
            }
        }
    }

    /// <summary>Whether it has been recorded, for those who would use it but not pay for it.</summary>
    public bool IsRecorded => value is not null;
}
