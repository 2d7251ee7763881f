package cn.jinfu.platform.security;

import cn.jinfu.credit.GatewaySignatures;
import cn.jinfu.credit.PartnerRefusals;
import cn.jinfu.kernel.MapTiles;
import cn.jinfu.kernel.web.GetPages;
import cn.jinfu.platform.account.PasswordLogin;
import jakarta.servlet.DispatcherType;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.session.config.SessionRepositoryCustomizer;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;

/**
 * Authentication by prefix. Deny is the default: what is not named here wants a log-in,
 * and what wants a permission says so at its method.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

	static final String CSP = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; "
			+ "media-src 'self' blob:; font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; "
			+ "form-action 'self'; frame-ancestors 'none'";

	/**
	 * With the one server from which the county's map has its ground, where one is named.
	 */
	static String policy(MapTiles tiles) {
		return tiles.origin().map(origin -> CSP.replace("img-src 'self'", "img-src 'self' " + origin)).orElse(CSP);
	}

	/** What strangers may ask for; rate limits apply to it. */
	private static final String[] PUBLIC = { "/", "/login", "/login/**", "/t/**", "/01/**", "/00/**", "/c/**", "/error",
			"/css/**", "/js/**", "/img/**", "/webjars/**", "/_static/**", "/favicon.ico", "/problems/**",
			"/v3/api-docs", "/v3/api-docs.yaml", "/actuator/health/**", "/files/public/**", "/register/**",
			"/.well-known/gs1resolver" };

	/** Machines only, by bearer token or a gateway's signed header. */
	@Bean
	@Order(2)
	SecurityFilterChain machines(HttpSecurity http, MachineTokens tokens, Tenants tenants, Refusals refusals,
			Proofs proofs, MachineClients clients, PartnerPlaces places, GatewaySignatures gateways,
			PartnerRefusals words, @Value("${jinfu.partner.reads-per-minute:6000}") int reads,
			@Value("${jinfu.partner.writes-per-minute:3000}") int writes) {
		return http.securityMatcher("/api/partner/**", "/epcis/**")
			.authorizeHttpRequests(requests -> requests.requestMatchers(HttpMethod.GET, ApiDescription.PARTNER_HEALTH)
				.permitAll()
				.anyRequest()
				.authenticated())
			.oauth2ResourceServer(server -> server.authenticationConverter(BoundTokens.eitherScheme())
				.jwt(jwt -> jwt.jwtAuthenticationConverter(tokens))
				.authenticationEntryPoint(refusals)
				.accessDeniedHandler(refusals))
			.csrf(csrf -> csrf.disable())
			.sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.addFilterBefore(new GatewayClients(clients, gateways, places, words, refusals),
					BearerTokenAuthenticationFilter.class)
			.addFilterAfter(new BoundTokens(proofs, places, refusals), BearerTokenAuthenticationFilter.class)
			.addFilterAfter(new PartnerLimits(refusals, reads, writes), BoundTokens.class)
			.addFilterBefore(new TenantFilter(tenants), AuthorizationFilter.class)
			.build();
	}

	/** Strangers' REST: scanning, licence register. */
	@Bean
	@Order(3)
	SecurityFilterChain publicApi(HttpSecurity http, Tenants tenants) {
		return http.securityMatcher("/api/public/**")
			.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
			.csrf(csrf -> csrf.disable())
			.sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.addFilterBefore(new TenantFilter(tenants), AuthorizationFilter.class)
			.build();
	}

	/**
	 * Devices of the fields: the secret in the address tells who it is and of which
	 * federation, and the door itself looks at it.
	 */
	@Bean
	@Order(3)
	SecurityFilterChain fieldDevices(HttpSecurity http) {
		return http.securityMatcher("/api/v1/device/**")
			.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
			.csrf(csrf -> csrf.disable())
			.sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.build();
	}

	/** Our own REST: a machine's token, or a person's session with its CSRF token. */
	@Bean
	@Order(4)
	SecurityFilterChain api(HttpSecurity http, MachineTokens tokens, Tenants tenants, Refusals refusals, Proofs proofs,
			PartnerPlaces places) {
		return http.securityMatcher("/api/**")
			.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
			.oauth2ResourceServer(server -> server.authenticationConverter(BoundTokens.eitherScheme())
				.jwt(jwt -> jwt.jwtAuthenticationConverter(tokens))
				.authenticationEntryPoint(refusals)
				.accessDeniedHandler(refusals))
			.csrf(csrf -> csrf.csrfTokenRepository(new CookieCsrfTokenRepository())
				.ignoringRequestMatchers(request -> request.getHeader("Authorization") != null))
			.exceptionHandling(handling -> handling.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
			.sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.NEVER))
			.addFilterAfter(new BoundTokens(proofs, places, refusals), BearerTokenAuthenticationFilter.class)
			.addFilterBefore(new TenantFilter(tenants), AuthorizationFilter.class)
			.addFilterBefore(new StaffSessions(refusals), TenantFilter.class)
			.build();
	}

	/**
	 * People's pages. The CSRF token lives in a cookie, so that a visitor costs no
	 * session row.
	 */
	@Bean
	@Order(5)
	SecurityFilterChain pages(HttpSecurity http, PasswordLogin passwords, Tenants tenants, GetPages known,
			MapTiles tiles, Refusals refusals) {
		var wanted = new WantedPages(known);
		return http.authenticationProvider(passwords)
			.authorizeHttpRequests(
					requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.FORWARD)
						.permitAll()
						.requestMatchers(PUBLIC)
						.permitAll()
						.requestMatchers("/actuator/prometheus")
						.access(new LoopbackOnly())
						.requestMatchers("/console/**")
						.hasAuthority("console:open")
						.requestMatchers("/portal/**")
						.hasAuthority("portal:open")
						.anyRequest()
						.authenticated())
			.formLogin(login -> login.loginPage("/login")
				.successHandler(new Landing(wanted))
				.failureHandler(new LoginFailed()))
			.logout(logout -> logout.logoutSuccessUrl("/login?out"))
			.requestCache(cache -> cache.requestCache(wanted))
			.exceptionHandling(handling -> handling.accessDeniedHandler(new StaleForms(wanted)))
			.csrf(csrf -> csrf.csrfTokenRepository(new CookieCsrfTokenRepository()))
			.headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(policy(tiles)))
				.referrerPolicy(referrer -> referrer.policy(
						org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy.SAME_ORIGIN)))
			.addFilterBefore(new TenantFilter(tenants), AuthorizationFilter.class)
			.addFilterBefore(new StaffSessions(refusals), TenantFilter.class)
			.build();
	}

	/** The request as a whole is observed already; not each filter of it as well. */
	@Bean
	static SecurityObservationSettings observations() {
		return SecurityObservationSettings.noObservations();
	}

	/**
	 * Writes "was here" once a minute instead of at every request, so that reading a page
	 * need not wait for the disk: a session may end a minute before its time. Everything
	 * else about a session is written at once.
	 */
	@Bean
	static SessionRepositoryCustomizer<JdbcIndexedSessionRepository> sessionUpdates() {
		return sessions -> sessions.setUpdateSessionQuery("""
				update spring_session s
				set session_id = now.session_id, last_access_time = now.last_access_time,
				    max_inactive_interval = now.max_inactive_interval, expiry_time = now.expiry_time,
				    principal_name = now.principal_name
				from (select cast(? as char(36)) as session_id, cast(? as bigint) as last_access_time,
				             cast(? as int) as max_inactive_interval, cast(? as bigint) as expiry_time,
				             cast(? as varchar) as principal_name, cast(? as char(36)) as primary_id) now
				where s.primary_id = now.primary_id
				  and (s.last_access_time < now.last_access_time - 60000 or s.session_id <> now.session_id
				       or s.max_inactive_interval <> now.max_inactive_interval
				       or s.principal_name is distinct from now.principal_name)
				""");
	}

	@Bean
	static PasswordEncoder passwordEncoder() {
		return new BCryptPasswordEncoder();
	}

}
