/** Where mesh-wide objects live unless the mesh is configured otherwise. */
export const ROOT_NAMESPACE = 'istio-system';
