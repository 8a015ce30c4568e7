namespace ModelTests;

/// <summary>The distribution of the response in a generalized linear model, each with its canonical link.</summary>
public enum GeneralizedLinearFamily
{
    /// <summary>Yes or no with the probability σ(η): logistic regression.</summary>
    Binomial,

    /// <summary>One of several classes with the probabilities softmax(η), one η per class.</summary>
    Multinomial,

    /// <summary>A count with the rate e^η.</summary>
    Poisson,
}
