"""Lambda Managed Instances: a capacity type with many invocations in each environment."""

from simcore.awslambda.managed_instances.function import ManagedFunction
from simcore.awslambda.managed_instances.settings import ManagedSettings, ScalerSettings

__all__ = ["ManagedFunction", "ManagedSettings", "ScalerSettings"]
