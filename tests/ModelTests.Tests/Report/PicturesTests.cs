using ModelTests.Models;
using Xunit;

namespace ModelTests.Tests;

/// <summary>Pictures of every family of models, whether hooks see their layers or not.</summary>
public class PicturesTests
{
    public static TheoryData<string, CallStyle> Families()
    {
        var data = new TheoryData<string, CallStyle>();
        foreach (var model in HealthyModels.All)
            data.Add(model.Family, model.Style);
        return data;
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void A_healthy_model_has_every_picture_in_a_small_file(string family, CallStyle style)
    {
        var fixture = HealthyModels.All.Single(model => model.Family == family && model.Style == style).CreateFixture();
        var evidence = new Evidence(fixture);
        var pictures = evidence.PicturesFor(CancellationToken.None);
        Assert.DoesNotContain(pictures.Notes, note => note.Contains("not shown", StringComparison.Ordinal) || note.Contains("ended", StringComparison.Ordinal));
        Assert.NotEmpty(pictures.Data);
        Assert.NotEmpty(pictures.Training!.Parameters);
        Assert.NotEmpty(pictures.Training.Activations);
        Assert.NotEmpty(pictures.Training.Losses);
        Assert.NotNull(pictures.Dependence);
        Assert.All(pictures.Training.Parameters, parameter => Assert.Equal(TrainingPicture.Steps, parameter.Updates.Count));
        Assert.InRange(ReportText.Write(ReportOf.Class(fixture.FixtureType, evidence, pictures)).Length, 1000, 300_000);
    }
}
