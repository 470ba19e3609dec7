export { type KubernetesKmsConfig, kubernetesKmsSchema } from "./config";
export { KubernetesKmsStack, type KubernetesKmsStackProps } from "./stack";
