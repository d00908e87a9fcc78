{{/*
The rules of a role, from the kinds that the code reads (files/kinds.json).
Takes: root; namespaced, whether they are for one namespace; get, whether single objects are read too.
*/}}
{{- define "alidade.readRules" -}}
{{- $rules := dict }}
{{- range .root.Files.Get "files/kinds.json" | fromJsonArray }}
{{- $verbs := list "list" "watch" }}
{{- if and $.get .carrier }}{{ $verbs = prepend $verbs "get" }}{{ end }}
{{- if $.namespaced }}
{{- if .clusterScoped }}{{ $verbs = list }}{{ end }}
{{- if and (eq .group "") (eq .plural "namespaces") }}{{ $verbs = list "get" }}{{ end }}
{{- end }}
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
