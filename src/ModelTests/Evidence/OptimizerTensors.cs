using System.Reflection;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>The tensors that an optimizer keeps from step to step, such as Adam's averages. TorchSharp has no common name for them: each optimizer's state class has fields of its own.</summary>
internal static class OptimizerTensors
{
    public static IEnumerable<(string Name, Tensor Tensor)> Of(optim.Optimizer optimizer) => optimizer is not OptimizerHelper helper ? []
        : from state in helper.state_dict().State
          from field in state.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
          let tensor = field.GetValue(state) as Tensor
          where tensor is { IsInvalid: false } and not Parameter
          select (field.Name, tensor);
}
