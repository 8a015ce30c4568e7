using Microsoft.CodeAnalysis;

namespace ModelTests.Analyzers;

/// <summary>TorchSharp's types, as the user's compilation sees them.</summary>
internal sealed class TorchSharpTypes
{
    private TorchSharpTypes(Compilation compilation, INamedTypeSymbol module)
    {
        Module = module;
        Torch = module.ContainingType.ContainingType;
        Library = module.ContainingAssembly;
        Tensor = compilation.GetTypeByMetadataName("TorchSharp.torch+Tensor");
        Parameter = compilation.GetTypeByMetadataName("TorchSharp.Modules.Parameter");
        Optimizer = compilation.GetTypeByMetadataName("TorchSharp.torch+optim+Optimizer");
        DisposeScope = compilation.GetTypeByMetadataName("TorchSharp.DisposeScope");
        DisposeScopeManager = compilation.GetTypeByMetadataName("TorchSharp.DisposeScopeManager");
        Functional = compilation.GetTypeByMetadataName("TorchSharp.torch+nn+functional");
        ModuleExtensions = compilation.GetTypeByMetadataName("TorchSharp.ModuleExtensionMethods");
    }

    /// <summary><c>torch.nn.Module</c>, the base of all modules.</summary>
    public INamedTypeSymbol Module { get; }

    /// <summary>The static class <c>torch</c>.</summary>
    public INamedTypeSymbol Torch { get; }

    public IAssemblySymbol Library { get; }

    public INamedTypeSymbol? Tensor { get; }

    public INamedTypeSymbol? Parameter { get; }

    public INamedTypeSymbol? Optimizer { get; }

    public INamedTypeSymbol? DisposeScope { get; }

    public INamedTypeSymbol? DisposeScopeManager { get; }

    /// <summary>The static class <c>torch.nn.functional</c>.</summary>
    public INamedTypeSymbol? Functional { get; }

    /// <summary>Where <c>to</c>, <c>cuda</c> and their like are declared for modules.</summary>
    public INamedTypeSymbol? ModuleExtensions { get; }

    /// <summary>Null where TorchSharp is not referenced.</summary>
    public static TorchSharpTypes? Of(Compilation compilation) =>
        compilation.GetTypeByMetadataName("TorchSharp.torch+nn+Module") is { ContainingType.ContainingType: not null } module
            ? new TorchSharpTypes(compilation, module)
            : null;

    public bool IsModule(ITypeSymbol? type) => type.DerivesFrom(Module);

    /// <summary>Whether a field of that type is registered by RegisterComponents as something that is trained.</summary>
    public bool IsComponent(ITypeSymbol? type) => IsModule(type) || type.DerivesFrom(Parameter);

    public bool IsTensor(ITypeSymbol? type) => type.DerivesFrom(Tensor);

    /// <summary>Whether TorchSharp declares the symbol.</summary>
    public bool Declares(ISymbol? symbol) => symbol is not null && symbol.ContainingAssembly.IsSame(Library);

    /// <summary>Whether the type is one of TorchSharp's bases for own modules, and no layer.</summary>
    public bool IsModuleBase(ITypeSymbol type) => Declares(type) && type.Name is "Module" or "HookableModule" && type.ContainingType.IsSame(Module.ContainingType);
}
