/**
 * Runs first on every page. The content security policy wants trusted types for everything that can become a
 * script; what the bundler and React write there is all that this policy lets through: chunks of our own
 * build, and the empty element by which React makes a script that does not run.
 */
export const TRUSTED_TYPES_POLICY = `if(window.trustedTypes&&trustedTypes.createPolicy)trustedTypes.createPolicy('default',{createScriptURL:function(u){var l=new URL(u,location.href);return l.origin===location.origin&&l.pathname.indexOf('/_next/static/')===0?u:null},createHTML:function(h){return h==='<script></'+'script>'?h:null}});`;
