// Two classes of one simple name in one folder, as the tests of two models may have them.
namespace ModelTests.Tests.North
{
    [RecordsNumber]
    public sealed class TwinTests : ClassifierFixture;
}

namespace ModelTests.Tests.South
{
    [RecordsNumber]
    public sealed class TwinTests : ClassifierFixture;
}
