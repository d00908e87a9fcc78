{{/* The configuration, as docs/configuration.md names it. What is not set is left out. */}}
{{- define "alidade.env" -}}
{{- $v := .Values }}
{{- $env := dict "HOST" "0.0.0.0" "PORT" "20002" "AUTH" $v.auth.mode "WRITES" (ternary "on" "off" $v.writes) }}
{{- $_ := set $env "ALLOWED_HOSTS" (include "alidade.allowedHosts" .) }}
{{- $_ := set $env "READ_NAMESPACES" (join "," $v.namespaces) }}
{{- $_ := set $env "PROMETHEUS_URL" $v.prometheus.url }}
{{- if $v.prometheus.tokenKey }}{{ $_ := set $env "PROMETHEUS_TOKEN_FILE" (printf "/etc/alidade/prometheus/%s" $v.prometheus.tokenKey) }}{{ end }}
{{- if $v.prometheus.caKey }}{{ $_ := set $env "PROMETHEUS_CA_FILE" (printf "/etc/alidade/prometheus/%s" $v.prometheus.caKey) }}{{ end }}
{{- $_ := set $env "TRACING_URL" $v.tracing.url }}
{{- if $v.tracing.url }}{{ $_ := set $env "TRACING_KIND" $v.tracing.kind }}{{ end }}
{{- $_ := set $env "TRACING_UI_URL" $v.tracing.uiUrl }}
{{- $_ := set $env "GRAFANA_URL" $v.grafana.url }}
{{- $_ := set $env "PUBLIC_URL" (include "alidade.publicUrl" .) }}
{{- if include "alidade.hasSessions" . }}{{ $_ := set $env "SESSION_KEY_FILE" "/etc/alidade/session/key" }}{{ end }}
{{- if eq $v.auth.mode "oidc" }}
{{- with $v.auth.oidc }}
{{- $_ := set $env "OIDC_ISSUER" .issuer }}
{{- $_ := set $env "OIDC_CLIENT_ID" .clientId }}
{{- if .clientSecretKey }}{{ $_ := set $env "OIDC_CLIENT_SECRET_FILE" (printf "/etc/alidade/oidc/%s" .clientSecretKey) }}{{ end }}
{{- if .caKey }}{{ $_ := set $env "OIDC_CA_FILE" (printf "/etc/alidade/oidc/%s" .caKey) }}{{ end }}
{{- $_ := set $env "OIDC_SCOPES" (join " " .scopes) }}
{{- $_ := set $env "OIDC_REDIRECT_URL" .redirectUrl }}
{{- $_ := set $env "OIDC_SIGN_OUT" .signOut }}
{{- $_ := set $env "OIDC_KUBERNETES" .kubernetes }}
{{- if eq .kubernetes "mapped" }}
{{- $_ := set $env "OIDC_NAMESPACES_FILE" "/etc/alidade/groups/groups.yaml" }}
{{- $_ := set $env "OIDC_GROUPS_CLAIM" .groupsClaim }}
{{- $_ := set $env "OIDC_USERNAME_CLAIM" .usernameClaim }}
{{- end }}
{{- end }}
{{- end }}
{{- if $v.embed.enabled }}
{{- $_ := set $env "EMBED_PORT" ($v.embed.port | toString) }}
{{- $_ := set $env "EMBED_ANCESTORS" (join "," $v.embed.ancestors) }}
{{- $_ := set $env "EMBED_NAMESPACES" (join "," $v.embed.namespaces) }}
{{- if $v.embed.linkHours }}{{ $_ := set $env "EMBED_LINK_HOURS" ($v.embed.linkHours | toString) }}{{ end }}
{{- if $v.embed.host }}{{ $_ := set $env "EMBED_URL" (printf "%s://%s" (urlParse (include "alidade.publicUrl" .)).scheme $v.embed.host) }}{{ end }}
{{- end }}
{{- $env = mergeOverwrite $env $v.extraEnv }}
{{- range $name := keys $env | sortAlpha }}
{{- with get $env $name }}
- name: {{ $name }}
  value: {{ . | quote }}
{{- end }}
{{- end }}
{{- end }}
