# Two stages: the SDK builds, the runtime runs. Nothing in the image runs as root.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish src/Gateway -c Release -o /app --nologo

FROM mcr.microsoft.com/dotnet/aspnet:10.0
RUN mkdir /data && chown app:app /data
WORKDIR /app
COPY --from=build /app .
COPY config /config
USER app
VOLUME /data
EXPOSE 8080 1611
# The binary asks itself: no other program is needed in the image.
HEALTHCHECK --interval=30s --timeout=10s --start-period=10s \
  CMD ["dotnet", "ResourceSharing.Gateway.dll", "health", "--config", "/config", "--data", "/data"]
# Stopping takes up to 25 s: docker stop --stop-timeout 30
STOPSIGNAL SIGTERM
ENTRYPOINT ["dotnet", "ResourceSharing.Gateway.dll"]
CMD ["run", "--config", "/config", "--data", "/data", "--urls", "http://0.0.0.0:8080", "--set", "listeners.isoIll.bindAddress=0.0.0.0"]
