{{- define "alidade.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "alidade.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" }}
{{- else if contains (include "alidade.name" .) .Release.Name }}
{{- .Release.Name | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "alidade.name" .) | trunc 63 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{/* Objects of the whole cluster carry the namespace in their name, so that two releases do not meet. */}}
{{- define "alidade.clusterName" -}}
{{- $name := include "alidade.fullname" . }}
{{- if eq .Release.Namespace $name }}{{ $name }}{{ else }}{{ printf "%s-%s" .Release.Namespace $name | trunc 63 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "alidade.selectorLabels" -}}
app.kubernetes.io/name: {{ include "alidade.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "alidade.labels" -}}
{{ include "alidade.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "alidade.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end }}

{{- define "alidade.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{ .Values.serviceAccount.name | default (include "alidade.fullname" .) }}
{{- else -}}
{{ required "serviceAccount.name is needed with serviceAccount.create=false" .Values.serviceAccount.name }}
{{- end -}}
{{- end }}

{{- define "alidade.sessionSecret" -}}
{{ .Values.auth.session.existingSecret | default (printf "%s-session" (include "alidade.fullname" .)) }}
{{- end }}

{{/* Whether people sign in here, so that sessions have to be sealed. */}}
{{- define "alidade.hasSessions" -}}
{{- if has .Values.auth.mode (list "token" "oidc") }}yes{{ end -}}
{{- end }}

{{- define "alidade.isMapped" -}}
{{- if and (eq .Values.auth.mode "oidc") (eq .Values.auth.oidc.kubernetes "mapped") }}yes{{ end -}}
{{- end }}

{{/*
What the service account itself is for, as JSON.
  reads    it reads for others: where nobody signs in, where groups are mapped, and for what is embedded
  watches  and follows the changes, since all see the same
  gets     and reads a single object, to preview a change of it
  names    people read by their own rights; it only finds the names of namespaces to ask about
  cluster  in all of the cluster; else only
  in       in these namespaces
With none of them it gets no token at all.
*/}}
{{- define "alidade.rights" -}}
{{- $open := eq .Values.auth.mode "anonymous" }}
{{- $mapped := eq (include "alidade.isMapped" .) "yes" }}
{{- $shared := or $open .Values.embed.enabled }}
{{- $reads := or $shared $mapped }}
{{- $in := .Values.namespaces }}
{{- $cluster := not $in }}
{{- if and $mapped (not $shared) }}
{{- $given := list }}
{{- $all := false }}
{{- range $group, $names := .Values.auth.oidc.groups }}
{{- if kindIs "string" $names }}{{ $all = true }}{{ else }}{{ $given = concat $given $names }}{{ end }}
{{- end }}
{{- if not $all }}
{{- $cluster = false }}
{{- $within := $in }}
{{- $in = list }}
{{- range $given | uniq | sortAlpha }}
{{- if or (not $within) (has . $within) }}{{ $in = append $in . }}{{ end }}
{{- end }}
{{- end }}
{{- end }}
{{- dict "reads" $reads "watches" $shared "gets" (or $open $mapped) "names" (and (not $reads) $cluster) "cluster" $cluster "in" $in | toJson }}
{{- end }}

{{/* Whether something leads from outside to a port, which the network policy then has to let in. */}}
{{- define "alidade.isExposed" -}}
{{- if or .Values.ingress.enabled .Values.httpRoute.enabled }}yes{{ end -}}
{{- end }}

{{- define "alidade.allowedHosts" -}}
{{- $hosts := list "localhost" "127.0.0.1" "[::1]" -}}
{{- if .Values.ingress.enabled }}{{ $hosts = append $hosts .Values.ingress.host }}{{ end -}}
{{- if .Values.httpRoute.enabled }}{{ $hosts = append $hosts .Values.httpRoute.host }}{{ end -}}
{{- if and .Values.embed.enabled .Values.embed.host }}{{ $hosts = append $hosts .Values.embed.host }}{{ end -}}
{{- concat $hosts .Values.allowedHosts | uniq | join "," -}}
{{- end }}

{{/* What would only fail later, and less clearly. */}}
{{- define "alidade.check" -}}
{{- with .Values.auth }}
{{- if eq .mode "oidc" }}
{{- if or (not .oidc.issuer) (not .oidc.clientId) }}
{{- fail "auth.oidc.issuer and auth.oidc.clientId are needed with auth.mode=oidc" }}
{{- end }}
{{- if and (eq .oidc.kubernetes "mapped") (not .oidc.groups) }}
{{- fail "auth.oidc.groups is needed with auth.oidc.kubernetes=mapped: the namespaces of each group" }}
{{- end }}
{{- end }}
{{- end }}
{{- $rights := include "alidade.rights" . | fromJson }}
{{- if and $rights.reads (not $rights.cluster) (not $rights.in) }}
{{- fail "none of the namespaces of auth.oidc.groups is among namespaces: nobody could read anything" }}
{{- end }}
{{- if and .Values.writes (include "alidade.isMapped" .) }}
{{- fail "writes must be false with auth.oidc.kubernetes=mapped: people have no rights of their own in the cluster" }}
{{- end }}
{{- if and .Values.writes (eq .Values.auth.mode "anonymous") }}
{{- fail "writes must be false with auth.mode=anonymous: nobody could be held to account" }}
{{- end }}
{{- if and .Values.embed.enabled (not .Values.embed.ancestors) }}
{{- fail "embed.ancestors is needed with embed.enabled: the origins that may frame the panels, such as https://grafana.example" }}
{{- end }}
{{- if and .Values.embed.enabled (not .Values.embed.namespaces) }}
{{- fail "embed.namespaces is needed with embed.enabled: all who reach the panels see these namespaces" }}
{{- end }}
{{- if and .Values.ingress.enabled (not .Values.ingress.host) }}
{{- fail "ingress.host is needed with ingress.enabled" }}
{{- end }}
{{- if and .Values.httpRoute.enabled (or (not .Values.httpRoute.host) (not .Values.httpRoute.parentRefs)) }}
{{- fail "httpRoute.host and httpRoute.parentRefs are needed with httpRoute.enabled" }}
{{- end }}
{{- if .Values.networkPolicy.enabled }}
{{- if and (include "alidade.isExposed" .) (not .Values.networkPolicy.from) }}
{{- fail "networkPolicy.from is needed with ingress or httpRoute: the peers that may reach the console, for example the namespace of the ingress controller" }}
{{- end }}
{{- if and .Values.serviceMonitor.enabled (not .Values.networkPolicy.metricsFrom) (not .Values.networkPolicy.from) }}
{{- fail "networkPolicy.metricsFrom is needed with serviceMonitor.enabled: the peers that may scrape, for example the namespace of Prometheus" }}
{{- end }}
{{- if and .Values.embed.enabled (not .Values.networkPolicy.embedFrom) }}
{{- fail "networkPolicy.embedFrom is needed with embed.enabled: the peers that may reach the panels, for example the namespace of the ingress controller" }}
{{- end }}
{{- end }}
{{- end }}
