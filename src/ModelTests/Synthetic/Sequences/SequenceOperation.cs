namespace ModelTests;

/// <summary>What <see cref="Synthetic.SequenceToSequence"/> does with the source.</summary>
public enum SequenceOperation
{
    /// <summary>The target is the source.</summary>
    Copy,

    /// <summary>The target is the source from its last symbol to its first.</summary>
    Reverse,

    /// <summary>The source is two numbers with a plus between them; the target is their sum.</summary>
    Add,
}
