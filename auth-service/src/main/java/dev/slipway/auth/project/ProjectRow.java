package dev.slipway.auth.project;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.platform.contract.Limits;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/** A project as stored. */
@Entity
@Table(name = "project")
class ProjectRow {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<List<Volume>> VOLUMES = new TypeReference<>() {};

    @Id
    String id;

    String description;
    String owner;
    String[] members;
    int priority;

    @Column(name = "limit_seconds")
    long seconds;

    @Column(name = "limit_cpus")
    long cpus;

    @Column(name = "limit_ram_gb")
    long ramGb;

    @Column(name = "limit_gpus")
    long gpus;

    @Column(name = "limit_disk_bytes")
    long diskBytes;

    /** A list of {@link Volume} in JSON: always read and written whole. */
    String volumes;

    long version;
    Instant created;
    Instant changed;

    static ProjectRow of(Project project) {
        var row = new ProjectRow();
        row.id = project.id().text();
        row.take(project);
        return row;
    }

    final void take(Project project) {
        var terms = project.terms();
        description = terms.description();
        owner = terms.owner();
        members = project.members().toArray(String[]::new);
        priority = terms.priority();
        seconds = terms.limits().seconds();
        cpus = terms.limits().cpus();
        ramGb = terms.limits().ramGb();
        gpus = terms.limits().gpus();
        diskBytes = terms.limits().diskBytes();
        volumes = write(terms.volumes());
        version = project.version();
        created = project.created();
        changed = project.changed();
    }

    Project toProject() {
        return new Project(
                new ProjectId(id),
                new Terms(
                        description, owner, priority, new Limits(seconds, cpus, ramGb, gpus, diskBytes), read(volumes)),
                new TreeSet<>(Arrays.asList(members)),
                version,
                created,
                changed);
    }

    private static String write(List<Volume> volumes) {
        try {
            return JSON.writeValueAsString(volumes);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Volume> read(String json) {
        try {
            return JSON.readValue(json, VOLUMES);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
