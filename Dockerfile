# Two stages: build with Maven, run with layers that change seldom first.
FROM eclipse-temurin:25-jdk AS build
WORKDIR /src
RUN apt-get update && apt-get install -y --no-install-recommends maven && rm -rf /var/lib/apt/lists/*
COPY . .
RUN mvn -B -q -DskipTests package \
 && java -Djarmode=tools -jar platform-app/target/platform-app-*.jar extract --layers --destination /layers

FROM eclipse-temurin:25-jre
RUN useradd --system --uid 10001 --create-home --home-dir /app jinfu && mkdir -p /app/data && chown jinfu /app/data
WORKDIR /app
COPY --from=build /layers/dependencies/ ./
COPY --from=build /layers/spring-boot-loader/ ./
COPY --from=build /layers/snapshot-dependencies/ ./
COPY --from=build /layers/application/ ./
USER jinfu
ENV JAVA_TOOL_OPTIONS="-Duser.timezone=Asia/Shanghai -XX:MaxRAMPercentage=70 -XX:+UseParallelGC"
VOLUME /app/data
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=3s --start-period=60s --retries=4 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /actuator/health HTTP/1.0\\r\\n\\r\\n' >&3 && grep -q '200' <&3"]
ENTRYPOINT ["sh", "-c", "exec java -jar platform-app-*.jar"]
