using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelTests.Guides.DataPipeline;

/// <summary>One fault each in the repository's pipeline.</summary>
internal static class ViewForPermute
{
    internal sealed class PhotosTests : DataPipeline.PhotosTests
    {
        protected override DataPipeline.Photos Prepared(Tensor bytes, Tensor labels) => new Photos(bytes, labels);
    }

    private sealed class Photos(Tensor bytes, Tensor labels) : DataPipeline.Photos(bytes, labels)
    {
        #region ViewForPermute
        protected override Tensor Prepare(Tensor photo) => photo.view(3, 8, 8).to(float32) / 255;
        #endregion
    }
}

internal static class NotScaled
{
    internal sealed class PhotosTests : DataPipeline.PhotosTests
    {
        protected override DataPipeline.Photos Prepared(Tensor bytes, Tensor labels) => new Photos(bytes, labels);
    }

    private sealed class Photos(Tensor bytes, Tensor labels) : DataPipeline.Photos(bytes, labels)
    {
        #region NotScaled
        protected override Tensor Prepare(Tensor photo) => photo.permute(2, 0, 1).to(float32);
        #endregion
    }
}

internal static class LoaderWithSeed
{
    internal sealed class PhotosTests : DataPipeline.PhotosTests
    {
        public override ModelData CreateData()
        {
            var (bytes, labels) = PhotoFiles.Read();
            #region Loaders
            var training = new DataLoader(new Photos(bytes[..128], labels[..128]), batchSize: 16, shuffle: true, seed: 1);
            var validation = new DataLoader(new Photos(bytes[120..], labels[120..]), batchSize: 16);
            #endregion
            return ModelData.From(training, validation: validation);
        }
    }
}
