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

{{/* Whether people sign in here or make signed links, so that something has to be sealed. */}}
{{- define "alidade.hasSessions" -}}
{{- if or (has .Values.auth.mode (list "token" "oidc")) (include "alidade.hasLinks" .) }}yes{{ end -}}
{{- end }}

{{/* Whether signed links can be made, to whatever their makers may read. */}}
{{- define "alidade.hasLinks" -}}
{{- if and .Values.embed.enabled .Values.embed.linkHours }}yes{{ end -}}
{{- end }}

{{/* The origin at which people reach the console; empty when it is not known. */}}
{{- define "alidade.publicUrl" -}}
{{- if .Values.publicUrl -}}
{{ .Values.publicUrl }}
{{- else if .Values.ingress.enabled -}}
http{{ if .Values.ingress.tlsSecret }}s{{ end }}://{{ .Values.ingress.host }}
{{- end -}}
{{- end }}

{{- define "alidade.isMapped" -}}
{{- if and (eq .Values.auth.mode "oidc") (eq .Values.auth.oidc.kubernetes "mapped") }}yes{{ end -}}
{{- end }}

{{/*
What the service account itself is for, as JSON.
  reads    it reads for others: where nobody signs in, where groups are mapped, and for what is embedded
  watches  and follows the changes, since all see the same
  names    people read by their own rights; it only finds the names of namespaces to ask about
  cluster  it reads in all of the cluster; else only
  in       in these namespaces
  getsIn   and reads single objects, to preview a change of them; with cluster, `gets` says so for all
With neither reads nor names it gets no token at all.
*/}}
{{- define "alidade.rights" -}}
{{- $open := eq .Values.auth.mode "anonymous" }}
{{- $mapped := eq (include "alidade.isMapped" .) "yes" }}
{{- $embeds := .Values.embed.enabled }}
{{- $within := .Values.namespaces }}
{{- $all := or $open (eq (include "alidade.hasLinks" .) "yes") }}
{{- $getsAll := $open }}
{{- $mappedIn := list }}
{{- if $mapped }}
{{- range $group, $names := .Values.auth.oidc.groups }}
{{- if kindIs "string" $names }}
{{- $all = true }}
{{- $getsAll = true }}
{{- else }}
{{- $mappedIn = concat $mappedIn $names }}
{{- end }}
{{- end }}
{{- end }}
{{- $wanted := $mappedIn }}
{{- if $embeds }}{{ $wanted = concat $wanted .Values.embed.namespaces }}{{ end }}
{{- if $all }}{{ $wanted = $within }}{{ end }}
{{- $in := list }}
{{- range $wanted | uniq | sortAlpha }}
{{- if or (not $within) (has . $within) }}{{ $in = append $in . }}{{ end }}
{{- end }}
{{- $getsIn := ternary $in $mappedIn $getsAll }}
{{- $reads := or $open $mapped $embeds }}
{{- $cluster := and $all (not $within) }}
{{- $people := not (or $open $mapped) }}
{{- dict "reads" $reads "watches" $open "gets" $getsAll "names" (and $people (not $within)) "cluster" $cluster "in" $in "getsIn" $getsIn | toJson }}
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
{{- with .Values.publicUrl }}{{ $hosts = append $hosts (regexReplaceAll ":[0-9]+$" (urlParse .).host "") }}{{ end -}}
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
{{- if and .Values.writes (include "alidade.isMapped" .) }}
{{- fail "writes must be false with auth.oidc.kubernetes=mapped: people have no rights of their own in the cluster" }}
{{- end }}
{{- if and .Values.writes (eq .Values.auth.mode "anonymous") }}
{{- fail "writes must be false with auth.mode=anonymous: nobody could be held to account" }}
{{- end }}
{{- if and .Values.embed.enabled (not .Values.embed.ancestors) }}
{{- fail "embed.ancestors is needed with embed.enabled: the origins that may frame the panels, such as https://grafana.example" }}
{{- end }}
{{- if and .Values.embed.enabled (not .Values.embed.namespaces) (not .Values.embed.linkHours) }}
{{- fail "embed.namespaces is needed with embed.enabled: all who reach the panels see these namespaces. Or embed.linkHours, for signed links alone" }}
{{- end }}
{{- if and (include "alidade.hasLinks" .) (eq .Values.auth.mode "anonymous") }}
{{- fail "embed.linkHours must be 0 with auth.mode=anonymous: nobody signs in who could make a link" }}
{{- end }}
{{- if and .Values.embed.enabled .Values.embed.host (not (include "alidade.publicUrl" .)) }}
{{- fail "publicUrl is needed with embed.host: where links out of panels lead, such as https://alidade.example" }}
{{- end }}
{{- $rights := include "alidade.rights" . | fromJson }}
{{- if and $rights.reads (not $rights.cluster) (not $rights.in) }}
{{- fail "none of the namespaces of auth.oidc.groups and embed.namespaces is among namespaces: nothing could be read" }}
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
