{{/*
The rules of a role, from the kinds that the code reads (files/kinds.json).
Takes: root; rights, as of alidade.rights; namespaced, whether the role is for one namespace; gets, whether carriers are read
one by one; getsNamespaces, whether namespaces are.
*/}}
{{- define "alidade.readRules" -}}
{{- $rules := dict }}
{{- range .root.Files.Get "files/kinds.json" | fromJsonArray }}
{{- $isNamespace := and (eq .group "") (eq .plural "namespaces") }}
{{- $verbs := list "list" }}
{{- if $.rights.watches }}{{ $verbs = append $verbs "watch" }}{{ end }}
{{- if and $.gets .carrier }}{{ $verbs = prepend $verbs "get" }}{{ end }}
{{- if and $.namespaced .clusterScoped }}{{ $verbs = list }}{{ end }}
{{- if and $.namespaced $isNamespace }}{{ $verbs = list "get" }}{{ end }}
{{- if and (not $.namespaced) $isNamespace $.getsNamespaces }}{{ $verbs = prepend $verbs "get" }}{{ end }}
{{- if $verbs }}
{{- $key := printf "%s/%s" .group (join "," $verbs) }}
{{- $rule := get $rules $key | default (dict "group" .group "verbs" $verbs "plurals" list) }}
{{- $_ := set $rule "plurals" (append $rule.plurals .plural) }}
{{- $_ := set $rules $key $rule }}
{{- end }}
{{- end }}
{{- range $key := keys $rules | sortAlpha }}
{{- with get $rules $key }}
- apiGroups: [{{ .group | quote }}]
  resources: {{ .plurals | sortAlpha | toJson }}
  verbs: {{ .verbs | toJson }}
{{- end }}
{{- end }}
{{- end }}

{{/* Whether some readers are kept to namespaces, of which they read each by its name, beside one that reads all. */}}
{{- define "alidade.getsNamespaces" -}}
{{- if .Values.embed.enabled }}yes{{ end }}
{{- if include "alidade.isMapped" . }}
{{- range $group, $names := .Values.auth.oidc.groups }}
{{- if not (kindIs "string" $names) }}yes{{ end }}
{{- end }}
{{- end }}
{{- end }}
